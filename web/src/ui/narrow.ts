/** A phone: what stands beside the panels elsewhere lies over them there. */
export const isNarrow = (): boolean => matchMedia("(max-width: 700px)").matches;
