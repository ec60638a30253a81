package io.fletching.runtime.jars;

import java.io.Serial;

/// A jar that cannot be read or is no module.
public final class JarFault extends Exception {
    @Serial
    private static final long serialVersionUID = 1L;

    /// What is wrong with a jar before any of its code is looked at.
    public enum Reason {
        UNREADABLE,
        CORRUPT_JAR,
        TOO_LARGE,
        CHANGED,
        NEWER_JAVA,
        BAD_DESCRIPTOR,
        BAD_SERVICES
    }

    private final Reason reason;

    /// @param message a sentence
    JarFault(Reason reason, String message) {
        super(message);
        this.reason = reason;
    }

    JarFault(Reason reason, String message, Throwable cause) {
        super(message, cause);
        this.reason = reason;
    }

    public Reason reason() {
        return reason;
    }
}
