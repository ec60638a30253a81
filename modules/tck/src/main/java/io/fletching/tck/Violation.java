package io.fletching.tck;

/// A rule is broken, and how.
sealed class Violation extends AssertionError permits Watch.Endless {
    private static final long serialVersionUID = 1L;

    Violation(String how) {
        super(how);
    }

    Violation(String how, Throwable cause) {
        super(how, cause);
    }

    /// @param how what is to be said where it does not hold
    static void unless(boolean holds, String how) {
        if (!holds) {
            throw new Violation(how);
        }
    }
}
