package io.fletching.kernels;

import io.fletching.kernels.internal.LoopCompiler;
import io.fletching.kernels.internal.Node;
import java.util.LinkedHashMap;
import java.util.Map;

/// An elementwise formula, written once and compiled to one fused loop: with the Vector API where this JVM has it, and
/// scalar where not, with the same bits. For example a moving average, and a step along it:
///
/// ```java
/// var formula = new Formula();
/// var p = formula.operand();
/// var g = formula.operand();
/// var m = formula.operand();
/// var rate = formula.number();
/// var average = formula.set(m, m.averaging(g, 0.9));
/// formula.set(p, p.minus(rate.times(average)));
/// FusedLoop loop = formula.compile();
/// …
/// loop.run(n, parameter, gradient, mean, NONE, NONE, 0.1, 0, 0, 0, 0, 0);
/// ```
///
/// An operand is float32 memory, and as a term it stands for what that memory held before; [#set] gives it another
/// value, which a later term uses by what `set` returned. A number is one for all elements and is given to each run.
/// Equal terms are computed once, and terms without an operand once a run.
///
/// Formulas of one shape share their machine code, whatever their constants are, for as long as the JVM lives; so a
/// formula is made where its shape is known (when a provider is bound), and never in a loop. A formula with about 30
/// operations a loop stays fast; far longer ones may not.
public final class Formula {
    /// How many operands, and how many numbers, [FusedLoop#run] has room for.
    private static final int OPERANDS = 5;

    private static final int NUMBERS = 6;

    private final Map<Integer, Node> results = new LinkedHashMap<>();
    private int operands;
    private int numbers;

    /// A formula that sets nothing yet.
    public Formula() {}

    /// The next operand: memory that a run is given.
    ///
    /// @throws IllegalStateException after the fifth
    public Term operand() {
        return new Term(new Node.Operand(next("operands", operands++, OPERANDS)));
    }

    /// The next number: one for all elements, given to each run and rounded to float32 there.
    ///
    /// @throws IllegalStateException after the sixth
    public Term number() {
        return new Term(new Node.Given(next("numbers", numbers++, NUMBERS)));
    }

    private static int next(String what, int index, int most) {
        if (index >= most) {
            throw new IllegalStateException("A formula has at most " + most + " " + what + ".");
        }
        return index;
    }

    /// Gives an operand its new value.
    ///
    /// @return the value
    /// @throws IllegalArgumentException if the first term is no operand, or has a new value already
    public Term set(Term operand, Term value) {
        if (!(operand.node() instanceof Node.Operand(int index))) {
            throw new IllegalArgumentException("Only an operand can be set; this term is '" + operand + "'.");
        }
        if (results.putIfAbsent(index, value.node()) != null) {
            throw new IllegalArgumentException("The operand '" + operand + "' is set twice.");
        }
        return value;
    }

    /// The loop that computes all that was set.
    ///
    /// @throws IllegalStateException if the kernels that the user asked for are not there, as [KernelChoice] says
    public FusedLoop compile() {
        return LoopCompiler.compile(results, KernelChoice.vector());
    }

    /// The operands that are set, and to what.
    @Override
    public String toString() {
        return results.toString();
    }
}
