/** Operators that work element by element; shapes are matched as `broadcastShape` says. */
import { MoviolaError } from "../../../common/errors.js";
import { broadcastShape } from "../axis.js";
import type { Tensor } from "../tensor.js";
import { asTensor, requireType, single, whereOf, type Operand } from "./operand.js";
import { sumTo } from "./reduce.js";

/** a + b */
export function add(a: Operand, b: Operand): Tensor {
  return binary("Add", a, b, (gradient) => [gradient, gradient]);
}

/** a - b */
export function subtract(a: Operand, b: Operand): Tensor {
  return binary("Sub", a, b, (gradient) => [gradient, negate(gradient)]);
}

/** a * b */
export function multiply(a: Operand, b: Operand): Tensor {
  return binary("Mul", a, b, (gradient, x, y) => [multiply(gradient, y), multiply(gradient, x)]);
}

/** a / b */
export function divide(a: Operand, b: Operand): Tensor {
  return binary("Div", a, b, (gradient, x, y) => {
    const share = divide(gradient, y);
    return [share, negate(multiply(share, divide(x, y)))];
  });
}

/** -x */
export function negate(x: Tensor): Tensor {
  return unary("Neg", x, (gradient) => negate(gradient));
}

/** e^x */
export function exp(x: Tensor): Tensor {
  return unary("Exp", x, (gradient, output) => multiply(gradient, output));
}

/** Natural logarithm. */
export function log(x: Tensor): Tensor {
  return unary("Log", x, (gradient) => divide(gradient, x));
}

/** Square root. */
export function sqrt(x: Tensor): Tensor {
  return unary("Sqrt", x, (gradient, output) => divide(multiply(gradient, 0.5), output));
}

/** x^2 */
export function square(x: Tensor): Tensor {
  return multiply(x, x);
}

/**
 * x^exponent, a constant exponent. Not a number for x below 0 with a broken exponent; at 0 neither it nor
 * its gradient is finite for negative exponents, nor the gradient for those between 0 and 1. Throws
 * `E_GRAPH_OPTION`.
 */
export function power(x: Tensor, exponent: number): Tensor {
  if (!Number.isFinite(exponent)) {
    throw new MoviolaError("E_GRAPH_OPTION", "An operator has a setting it cannot have", {
      where: whereOf("power", x),
      expected: "a finite exponent",
      got: String(exponent),
    });
  }
  requireType(x, "float32", "power");
  return single("Pow", [x, x.graph.scalar(exponent)], x.shape, {
    backward: ([gradient]) => {
      // Without this 0^0 would come with the gradient 0 * 1 / 0.
      if (exponent === 0) return [multiply(gradient!, 0), undefined];
      return [multiply(gradient!, multiply(power(x, exponent - 1), exponent)), undefined];
    },
  });
}

/** The same values, through which no gradient passes. */
export function stopGradient(x: Tensor): Tensor {
  return single("Identity", [x], x.shape, { elementType: x.type });
}

/** |x|; its gradient at 0 is 0. */
export function abs(x: Tensor): Tensor {
  return unary("Abs", x, (gradient) => multiply(gradient, single("Sign", [x], x.shape)));
}

/** The error function. */
export function erf(x: Tensor): Tensor {
  const slope = 2 / Math.sqrt(Math.PI);
  return unary("Erf", x, (gradient) => multiply(gradient, multiply(exp(negate(square(x))), slope)));
}

/** 1 where a = b, as a truth value for {@link select}. */
export function equal(a: Operand, b: Operand): Tensor {
  return compare("Equal", a, b);
}

/** 1 where a > b, as a truth value for {@link select}. */
export function greater(a: Operand, b: Operand): Tensor {
  return compare("Greater", a, b);
}

/**
 * 1 where `condition` holds, else 0. A product with it takes less time than {@link select} between a tensor and
 * 0, and is not a number where that would hide an infinity.
 */
export function indicator(condition: Tensor): Tensor {
  requireType(condition, "bool", "indicator");
  return single("Cast", [condition], condition.shape, { attributes: { to: 1 } });
}

/** `whenTrue` where `condition` holds, else `whenFalse`. */
export function select(condition: Tensor, whenTrue: Operand, whenFalse: Operand): Tensor {
  requireType(condition, "bool", "select");
  const where = whereOf("select", condition);
  const [x, y] = [asTensor(whenTrue, condition), asTensor(whenFalse, condition)];
  const shape = broadcastShape(condition.shape, broadcastShape(x.shape, y.shape, where), where);
  return single("Where", [condition, x, y], shape, {
    elementType: x.type,
    backward: ([gradient]) => [
      undefined,
      sumTo(select(condition, gradient!, 0), x.shape),
      sumTo(select(condition, 0, gradient!), y.shape),
    ],
  });
}

/** An operator of one operand; `gradientOf` gets the gradient of its output, and the output. */
export function unary(
  type: string,
  x: Tensor,
  gradientOf: (gradient: Tensor, output: Tensor) => Tensor,
): Tensor {
  requireType(x, "float32", type);
  return single(type, [x], x.shape, {
    backward: ([gradient], { outputs }) => [gradientOf(gradient!, outputs[0])],
  });
}

function binary(
  type: string,
  a: Operand,
  b: Operand,
  gradientsOf: (gradient: Tensor, x: Tensor, y: Tensor) => readonly [Tensor, Tensor],
): Tensor {
  const [x, y] = operands(a, b);
  for (const operand of [x, y]) requireType(operand, "float32", type);
  const shape = broadcastShape(x.shape, y.shape, whereOf(type, x));
  return single(type, [x, y], shape, {
    backward: ([gradient]) => {
      const [first, second] = gradientsOf(gradient!, x, y);
      return [sumTo(first, x.shape), sumTo(second, y.shape)];
    },
  });
}

function compare(type: string, a: Operand, b: Operand): Tensor {
  const [x, y] = operands(a, b);
  const shape = broadcastShape(x.shape, y.shape, whereOf(type, x));
  return single(type, [x, y], shape, { elementType: "bool" });
}

function operands(a: Operand, b: Operand): [Tensor, Tensor] {
  const like = typeof a === "number" ? b : a;
  if (typeof like === "number") throw new TypeError("one operand must be a tensor");
  return [asTensor(a, like), asTensor(b, like)];
}
