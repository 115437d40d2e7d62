/** Activation functions. */
import type { Tensor } from "../tensor.js";
import {
  add,
  erf,
  exp,
  greater,
  indicator,
  log,
  multiply,
  negate,
  select,
  subtract,
  unary,
} from "./elementwise.js";
import { abs, square } from "./elementwise.js";

/** max(x, 0); its gradient at 0 is 0. */
export function relu(x: Tensor): Tensor {
  return unary("Relu", x, (gradient) => multiply(gradient, indicator(greater(x, 0))));
}

/** x for x > 0, else `slope` x (default .01). */
export function leakyRelu(x: Tensor, slope = 0.01): Tensor {
  return select(greater(x, 0), x, multiply(x, slope));
}

/** Hyperbolic tangent. */
export function tanh(x: Tensor): Tensor {
  return unary("Tanh", x, (gradient, output) => multiply(gradient, subtract(1, square(output))));
}

/** 1 / (1 + e^-x) */
export function sigmoid(x: Tensor): Tensor {
  return unary("Sigmoid", x, (gradient, output) =>
    multiply(gradient, multiply(output, subtract(1, output))),
  );
}

/** log(1 + e^x), without overflow: max(x, 0) + log(1 + e^-|x|). */
export function softplus(x: Tensor): Tensor {
  return add(relu(x), log(add(1, exp(negate(abs(x))))));
}

/** log(1 / (1 + e^-x)), without overflow. */
export function logSigmoid(x: Tensor): Tensor {
  return negate(softplus(negate(x)));
}

/** Gaussian error linear unit, exact: x Phi(x) (Hendrycks and Gimpel 2016). */
export function gelu(x: Tensor): Tensor {
  const gate = multiply(add(erf(multiply(x, Math.SQRT1_2)), 1), 0.5);
  return multiply(x, gate);
}
