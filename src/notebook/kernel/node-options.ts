/** Options of Node for every kernel: that a module was loaded with `require` is not news to its user. */
export const kernelNodeOptions: readonly string[] = ["--disable-warning=ExperimentalWarning"];
