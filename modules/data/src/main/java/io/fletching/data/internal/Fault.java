package io.fletching.data.internal;

import io.fletching.spi.FletchingException;
import io.fletching.spi.FletchingException.Kind;

/// The two kinds of mistake that reading data finds.
final class Fault {
    private Fault() {}

    /// Content that cannot be used.
    static FletchingException data(String code, String message) {
        return new FletchingException(Kind.DATA, code, message);
    }

    /// A wrong name, file or option.
    static FletchingException user(String code, String message) {
        return new FletchingException(Kind.USER, code, message);
    }
}
