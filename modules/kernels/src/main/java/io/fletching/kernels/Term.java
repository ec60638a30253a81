package io.fletching.kernels;

import io.fletching.kernels.internal.Node;
import io.fletching.kernels.internal.Operator;
import java.util.List;

/// A number for each element, in a [Formula]. A term computes nothing; it says what is to be computed.
///
/// Each operation rounds to float32, as in Java's `float` arithmetic, in the order in which it is written; nothing is
/// contracted or reordered. A NaN in gives a NaN out.
public final class Term {
    private final Node node;

    Term(Node node) {
        this.node = node;
    }

    /// The same number for every element, rounded to float32.
    public static Term of(double value) {
        return new Term(new Node.Constant((float) value));
    }

    /// a · b + c with one rounding.
    public static Term fma(Term a, Term b, Term c) {
        return a.apply(Operator.FMA, b, c);
    }

    /// this + other
    public Term plus(Term other) {
        return apply(Operator.PLUS, other);
    }

    /// this − other
    public Term minus(Term other) {
        return apply(Operator.MINUS, other);
    }

    /// this · other
    public Term times(Term other) {
        return apply(Operator.TIMES, other);
    }

    /// this · factor, where the factor is rounded to float32 first.
    public Term times(double factor) {
        return times(of(factor));
    }

    /// this / other
    public Term over(Term other) {
        return apply(Operator.OVER, other);
    }

    /// The larger of the two, as `Math.max` has it.
    public Term max(Term other) {
        return apply(Operator.MAX, other);
    }

    /// −this
    public Term negative() {
        return apply(Operator.NEGATIVE);
    }

    /// |this|
    public Term magnitude() {
        return apply(Operator.MAGNITUDE);
    }

    /// 1 above zero, −1 below, and a zero where it is one.
    public Term sign() {
        return apply(Operator.SIGN);
    }

    /// √this
    public Term root() {
        return apply(Operator.ROOT);
    }

    /// This as a moving average, one value later: decay · this + (1 − decay) · value. Both factors are computed in
    /// float64 and rounded once.
    public Term averaging(Term value, double decay) {
        return fma(of(decay), this, value.times(1 - decay));
    }

    /// This as a moving average of squares, one value later: decay · this + (1 − decay) · value². The square itself is
    /// never formed, so that it cannot overflow where the result does not.
    public Term averagingSquare(Term value, double decay) {
        return fma(of(decay), this, value.times(1 - decay).times(value));
    }

    Node node() {
        return node;
    }

    private Term apply(Operator operator, Term... others) {
        return new Term(
                switch (others.length) {
                    case 0 -> new Node.Applied(operator, List.of(node));
                    case 1 -> new Node.Applied(operator, List.of(node, others[0].node));
                    default -> new Node.Applied(operator, List.of(node, others[0].node, others[1].node));
                });
    }

    /// The formula, fully bracketed.
    @Override
    public String toString() {
        return node.toString();
    }
}
