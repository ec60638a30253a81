package io.fletching.tck;

/// A rule has nothing to say about a provider, and why.
final class Inapplicable extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Inapplicable(String why) {
        super(why);
    }

    String why() {
        return String.valueOf(getMessage());
    }
}
