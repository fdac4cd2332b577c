import type { Texts } from "./texts.ts";

export const ZH_CN: Texts = {
  voice: "cmn",
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
  keys: {
    "0": "零",
    "1": "一",
    "2": "二",
    "3": "三",
    "4": "四",
    "5": "五",
    "6": "六",
    "7": "七",
    "8": "八",
    "9": "九",
    "*": "星号",
    "#": "井号",
    A: "A",
    B: "B",
    C: "C",
    D: "D",
  },
  message: "下午三点开会。",
};
