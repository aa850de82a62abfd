import { layoutWidth, type Scene } from "./scene";

export const cluster: Scene = {
	options: [],
	draw: (_state, layout) => ({ width: layoutWidth[layout], height: 100, shapes: [] }),
};
