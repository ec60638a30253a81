package io.fletching.spi;

import java.util.Collection;

/// An error with a class and a stable code. Its message is one or two sentences that say what failed, with the value in
/// quotes, what was expected, and the cure.
public class FletchingException extends RuntimeException {
    /// The code of what [#unsupported] makes.
    public static final String UNSUPPORTED = "parameter-unsupported";

    private static final long serialVersionUID = 1L;

    /// Whose mistake it is.
    public enum Kind {
        /// A wrong option, name or combination.
        USER,
        /// A provider broke the contract.
        PROVIDER,
        /// Values that cannot be used.
        DATA,
        /// Ours.
        INTERNAL
    }

    private final Kind kind;
    private final String code;

    /// @param code stable, lower-case words joined by dashes
    public FletchingException(Kind kind, String code, String message) {
        super(message);
        this.kind = kind;
        this.code = code;
    }

    /// @param code stable, lower-case words joined by dashes
    public FletchingException(Kind kind, String code, String message, Throwable cause) {
        super(message, cause);
        this.kind = kind;
        this.code = code;
    }

    /// A rule that cannot update a parameter, or is not for it, says so with this, at plan time: a host that was given
    /// another optimizer for such parameters then takes that.
    public static FletchingException unsupported(Parameter parameter, String why) {
        return new FletchingException(
                Kind.USER, UNSUPPORTED, "Parameter '" + parameter.name() + "' " + parameter.shape() + ": " + why);
    }

    /// A name that does not exist, answered with the nearest one and with all there are:
    /// `'adamw' has no option 'beat1'. Did you mean 'beta1'? Options: [lr, beta1].`
    ///
    /// @param sentence what failed, with the given name in quotes
    /// @param what the plural of what the known names name, such as `Options`
    public static FletchingException unknown(
            Kind kind, String code, String sentence, String given, String what, Collection<String> known) {
        String nearest = Names.nearest(given, known);
        String hint = nearest.isEmpty() ? "" : " Did you mean '" + nearest + "'?";
        return new FletchingException(
                kind, code, sentence + hint + " " + what + ": " + (known.isEmpty() ? "none" : known) + ".");
    }

    /// Whose mistake it is.
    public Kind kind() {
        return kind;
    }

    /// What went wrong, for programs: lower-case words joined by dashes, which stay while messages improve.
    public String code() {
        return code;
    }
}
