export { editDistance, sequenceDistance, setDistance, withoutCommonEnds } from "./sequences.ts";
export { treeEditDistance, type LabelledTree } from "./treeEditDistance.ts";
export { treeEdits, treeEditsAtLeast, treeEditsAtMost } from "./treeEdits.ts";
