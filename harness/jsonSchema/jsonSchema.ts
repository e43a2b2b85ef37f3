export { compileJsonSchema, type CompiledSchema } from "./compileJsonSchema.ts";
