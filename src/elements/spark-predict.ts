/** A prediction: choosing reveals what was recorded. */
class SparkPredict extends HTMLElement {
	connectedCallback(): void {
		this.addEventListener("change", this.#reveal);
	}

	disconnectedCallback(): void {
		this.removeEventListener("change", this.#reveal);
	}

	#reveal = (): void => {
		this.querySelector("details")!.open = true;
	};
}

customElements.define("spark-predict", SparkPredict);
