package io.fletching.linalg;

/// A program that prints what a product says of itself, or why there is none.
final class DescriptionProbe {
    private DescriptionProbe() {}

    public static void main(String[] arguments) {
        String line;
        try {
            line = MatrixProduct.of(arguments[0]).description();
        } catch (IllegalStateException e) {
            line = e.getMessage();
        }
        System.out.println(line);
    }
}
