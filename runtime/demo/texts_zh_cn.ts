import { LANGUAGES } from "../sound/reading/languages.ts";
import type { Texts } from "./texts.ts";

export const ZH_CN: Texts = {
  language: LANGUAGES["zh-CN"],
  phrases: {
    greeting: "您好，欢迎致电。",
    askKeys: "请按键，以井号结束。",
    noKeys: "没有收到按键。",
    youPressed: "您按了",
    askMessage: "嘀声后请留言，按井号结束。",
    yourMessage: "您的留言是",
    noMessage: "没有收到留言。",
    thanks: "谢谢，再见。",
  },
  message: "下午三点开会。",
};
