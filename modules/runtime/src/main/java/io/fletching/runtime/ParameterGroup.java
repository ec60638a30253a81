package io.fletching.runtime;

import io.fletching.spi.FletchingException;
import io.fletching.spi.FletchingException.Kind;
import io.fletching.spi.Optimizer;
import java.util.Locale;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;

/// What is different for some of the parameters: `ParameterGroup.of("*.bias").learningRateFactor(2)`. Immutable.
///
/// Where several groups match a parameter, the later wins in what both say. Without a group, parameters of rank 0 and 1
/// take no weight decay, and all others take it as the optimizer declares it.
public final class ParameterGroup {
    private static final String ROLE = "role=";
    private static final String OPTIMIZER = "optimizer=";

    private final String name;
    private final Predicate<Variable> members;
    private final UnaryOperator<Treatment> change;

    /// How one parameter is treated.
    ///
    /// @param decay factor on the optimizer's own weight decay
    record Treatment(
            Technique<? extends Optimizer> optimizer,
            double learningRateFactor,
            double decay,
            boolean frozen,
            boolean unclipped) {
        Treatment with(Technique<? extends Optimizer> other) {
            return new Treatment(other, learningRateFactor, decay, frozen, unclipped);
        }
    }

    private ParameterGroup(String name, Predicate<Variable> members, UnaryOperator<Treatment> change) {
        this.name = name;
        this.members = members;
        this.change = change;
    }

    /// The parameters whose names match a pattern: `*` stands for any text, dots included, and `?` for one character.
    public static ParameterGroup of(String pattern) {
        Pattern expression = Pattern.compile(
                Pattern.quote(pattern).replace("*", "\\E.*\\Q").replace("?", "\\E.\\Q"), Pattern.DOTALL);
        return new ParameterGroup(
                pattern, variable -> expression.matcher(variable.name()).matches(), treatment -> treatment);
    }

    /// The parameters of a role.
    public static ParameterGroup of(Role role) {
        return new ParameterGroup(
                ROLE + role.name().toLowerCase(Locale.ROOT),
                variable -> variable.role() == role,
                treatment -> treatment);
    }

    /// Reads a group from words with spaces between: which parameters, then what is different for them.
    ///
    /// The first word is a pattern, or `role=weight`, `role=bias`, `role=norm`. The others are `frozen` or
    /// `frozen=false`, `unclipped`, `lr-factor=2`, `decay-factor=0`, `optimizer=sgd`, and any option of the optimizer:
    /// `blocks.* weight-decay=0.1`.
    ///
    /// @param optimizers who finds an optimizer by its name
    /// @throws FletchingException of kind `USER` for a text that is none of this
    public static ParameterGroup parse(String text, Function<String, Technique<Optimizer>> optimizers) {
        String[] words = text.strip().split("\\s+", -1);
        ParameterGroup group = words[0].startsWith(ROLE) ? of(role(text, words[0])) : of(words[0]);
        if (words.length < 2) {
            throw refusal(text, "nothing is different for its parameters");
        }
        for (String word : words) {
            if (word.startsWith(OPTIMIZER)) {
                group = group.optimizer(optimizers.apply(word.substring(OPTIMIZER.length())));
            }
        }
        for (int i = 1; i < words.length; i++) {
            group = words[i].startsWith(OPTIMIZER) ? group : group.with(text, words[i]);
        }
        return group;
    }

    private ParameterGroup with(String text, String word) {
        String option = word.replaceFirst("=.*", "");
        String value = word.substring(Math.min(word.length(), option.length() + 1));
        return switch (option) {
            case "frozen" -> frozen(truth(text, word, option));
            case "unclipped" -> unclipped(truth(text, word, option));
            case "lr-factor" -> learningRateFactor(factor(text, word, value));
            case "decay-factor" -> decay(factor(text, word, value));
            case String other when !value.isEmpty() && !other.isEmpty() -> option(option, value);
            default -> throw refusal(text, "'" + word + "' says nothing");
        };
    }

    /// A word alone is true.
    private static boolean truth(String text, String word, String option) {
        return switch (word.substring(option.length())) {
            case "", "=true" -> true;
            case "=false" -> false;
            default -> throw refusal(text, "'" + option + "' is true or false");
        };
    }

    private static double factor(String text, String word, String value) {
        if (value.matches("(\\d+\\.?\\d*|\\.\\d+)([eE][+-]?\\d{1,2})?")) {
            return Double.parseDouble(value);
        }
        throw refusal(text, "'" + word + "' has no number of at least 0");
    }

    private static Role role(String text, String word) {
        for (Role role : Role.values()) {
            if (word.equals(of(role).name)) {
                return role;
            }
        }
        throw refusal(text, "'" + word + "' is none of role=weight, role=bias and role=norm");
    }

    private static FletchingException refusal(String text, String why) {
        return new FletchingException(
                Kind.USER,
                "group",
                "The parameter group '" + text + "' is not understood: " + why
                        + "; expected a pattern or a role, and words such as frozen, unclipped, lr-factor=2, decay-factor=0,"
                        + " optimizer=sgd or weight-decay=0.1.");
    }

    /// The same group with an optimizer of its own.
    public ParameterGroup optimizer(Technique<? extends Optimizer> optimizer) {
        return and(t -> t.with(optimizer));
    }

    /// The same group with another value for an option of its optimizer, such as `weight-decay`.
    public ParameterGroup option(String name, String value) {
        return and(t -> t.with(t.optimizer.with(name, value)));
    }

    /// The same group with a factor on its optimizer's learning rate.
    ///
    /// @param factor finite, at least 0
    public ParameterGroup learningRateFactor(double factor) {
        check("learning rate factor", factor);
        return and(t -> new Treatment(t.optimizer, factor, t.decay, t.frozen, t.unclipped));
    }

    /// The same group with a factor on its optimizer's own weight decay: 0 for none, 1 for as declared.
    ///
    /// @param factor finite, at least 0
    public ParameterGroup decay(double factor) {
        check("decay factor", factor);
        return and(t -> new Treatment(t.optimizer, t.learningRateFactor, factor, t.frozen, t.unclipped));
    }

    /// The same group, not trained at all, or trained in spite of an earlier group.
    public ParameterGroup frozen(boolean frozen) {
        return and(t -> new Treatment(t.optimizer, t.learningRateFactor, t.decay, frozen, t.unclipped));
    }

    /// The same group, whose gradients no clipper sees or changes, or clipped in spite of an earlier group.
    /// Whether they are finite is looked at all the same.
    public ParameterGroup unclipped(boolean unclipped) {
        return and(t -> new Treatment(t.optimizer, t.learningRateFactor, t.decay, t.frozen, unclipped));
    }

    private ParameterGroup and(UnaryOperator<Treatment> more) {
        return new ParameterGroup(name, members, treatment -> more.apply(change.apply(treatment)));
    }

    private void check(String what, double factor) {
        if (!(factor >= 0 && factor <= Double.MAX_VALUE)) {
            throw new IllegalArgumentException("The " + what + " of group '" + name + "' is '" + factor
                    + "'; expected a finite number of at least 0.");
        }
    }

    /// How a parameter is treated where these groups are given, the later in place of the earlier.
    static Treatment treatment(
            Variable variable, Technique<? extends Optimizer> optimizer, Iterable<ParameterGroup> groups) {
        double decay = variable.parameter().shape().rank() < 2 ? 0 : 1;
        var treatment = new Treatment(optimizer, 1, decay, false, false);
        for (ParameterGroup group : groups) {
            if (group.matches(variable)) {
                treatment = group.change.apply(treatment);
            }
        }
        return treatment;
    }

    boolean matches(Variable variable) {
        return members.test(variable);
    }

    /// Which parameters: a pattern, or a role as `role=bias`.
    @Override
    public String toString() {
        return name;
    }
}
