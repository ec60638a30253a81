package io.fletching.runtime;

import io.fletching.spi.Optimizer;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;

/// What is different for some of the parameters: `ParameterGroup.of("*.bias").learningRateFactor(2)`. Immutable.
///
/// Where several groups match a parameter, the later wins in what both say. Without a group, parameters of rank 0 and 1
/// take no weight decay, and all others take it as the optimizer declares it.
public final class ParameterGroup {
    private final String pattern;
    private final Pattern expression;
    private final UnaryOperator<Treatment> change;

    /// How one parameter is treated.
    ///
    /// @param decay factor on the optimizer's own weight decay
    record Treatment(
            Technique<? extends Optimizer> optimizer, double learningRateFactor, double decay, boolean frozen) {}

    private ParameterGroup(String pattern, UnaryOperator<Treatment> change) {
        this.pattern = pattern;
        this.expression = Pattern.compile(
                Pattern.quote(pattern).replace("*", "\\E.*\\Q").replace("?", "\\E.\\Q"), Pattern.DOTALL);
        this.change = change;
    }

    /// The parameters whose names match a pattern: `*` stands for any text, dots included, and `?` for one character.
    public static ParameterGroup of(String pattern) {
        return new ParameterGroup(pattern, treatment -> treatment);
    }

    /// The same group with an optimizer of its own.
    public ParameterGroup optimizer(Technique<? extends Optimizer> optimizer) {
        return and(t -> new Treatment(optimizer, t.learningRateFactor, t.decay, t.frozen));
    }

    /// The same group with another value for an option of its optimizer, such as `weight-decay`.
    public ParameterGroup option(String name, String value) {
        return and(t -> new Treatment(t.optimizer.with(name, value), t.learningRateFactor, t.decay, t.frozen));
    }

    /// The same group with a factor on its optimizer's learning rate.
    ///
    /// @param factor finite, at least 0
    public ParameterGroup learningRateFactor(double factor) {
        check("learning rate factor", factor);
        return and(t -> new Treatment(t.optimizer, factor, t.decay, t.frozen));
    }

    /// The same group with a factor on its optimizer's own weight decay: 0 for none, 1 for as declared.
    ///
    /// @param factor finite, at least 0
    public ParameterGroup decay(double factor) {
        check("decay factor", factor);
        return and(t -> new Treatment(t.optimizer, t.learningRateFactor, factor, t.frozen));
    }

    /// The same group, not trained at all, or trained in spite of an earlier group.
    public ParameterGroup frozen(boolean frozen) {
        return and(t -> new Treatment(t.optimizer, t.learningRateFactor, t.decay, frozen));
    }

    private ParameterGroup and(UnaryOperator<Treatment> more) {
        return new ParameterGroup(pattern, treatment -> more.apply(change.apply(treatment)));
    }

    private void check(String what, double factor) {
        if (!(factor >= 0 && factor <= Double.MAX_VALUE)) {
            throw new IllegalArgumentException("The " + what + " of group '" + pattern + "' is '" + factor
                    + "'; expected a finite number of at least 0.");
        }
    }

    String pattern() {
        return pattern;
    }

    boolean matches(String name) {
        return expression.matcher(name).matches();
    }

    Treatment apply(Treatment treatment) {
        return change.apply(treatment);
    }
}
