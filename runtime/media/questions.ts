/** Questions to a thread that answers in the order in which it was asked. */
export class Questions<Answer> {
  #waiting: PromiseWithResolvers<Answer>[] = [];

  /** A question was sent; resolves with its answer. */
  asked(): Promise<Answer> {
    const question = Promise.withResolvers<Answer>();
    this.#waiting.push(question);
    return question.promise;
  }

  answered(answer: Answer): void {
    this.#waiting.shift()?.resolve(answer);
  }

  /** No answer comes any more. */
  lost(fault: Error): void {
    for (const question of this.#waiting.splice(0)) question.reject(fault);
  }
}
