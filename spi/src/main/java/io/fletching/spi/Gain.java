package io.fletching.spi;

/// The gains of PyTorch: what a standard deviation is multiplied by for the activation that follows.
final class Gain {
    static final double LARGEST = 1e30;
    static final String NAMES = "linear | sigmoid | tanh | relu | leaky-relu | leaky-relu:SLOPE | selu";

    private static final String LEAKY = "leaky-relu";
    private static final double SLOPE = 0.01;

    private Gain() {}

    /// A number or the name of an activation.
    static double of(String text) {
        return switch (text) {
            case "linear", "sigmoid" -> 1;
            case "tanh" -> 5.0 / 3;
            case "relu" -> leaky(0);
            case LEAKY -> leaky(SLOPE);
            case "selu" -> 3.0 / 4;
            default ->
                text.startsWith(LEAKY + ":")
                        ? leaky(Option.number(text.substring(LEAKY.length() + 1)))
                        : Option.number(text);
        };
    }

    private static double leaky(double slope) {
        return Math.sqrt(2 / (1 + slope * slope));
    }
}
