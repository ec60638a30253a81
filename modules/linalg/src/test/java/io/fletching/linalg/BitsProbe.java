package io.fletching.linalg;

import java.lang.foreign.Arena;
import java.util.Arrays;

/// A program that prints what the portable product says of itself, and a hash of the bits of many products.
final class BitsProbe {
    private static final String F64 = "-f64";

    private BitsProbe() {}

    public static void main(String[] arguments) {
        MatrixProduct product = named(arguments[0]);
        System.out.println(product.description() + ", " + hash(product));
    }

    /// A product, in float64 where `-f64` stands behind its name.
    static MatrixProduct named(String name) {
        return name.endsWith(F64)
                ? MatrixProduct.of(name.substring(0, name.length() - F64.length()))
                        .inFloat64()
                : MatrixProduct.of(name);
    }

    /// The size of a product's elements.
    static int bytes(MatrixProduct product) {
        return product.name().endsWith(F64) ? Double.BYTES : Float.BYTES;
    }

    static int hash(MatrixProduct product) {
        int hash = 0;
        try (Arena arena = Arena.ofConfined()) {
            for (int i = 0; i < 80; i++) {
                Case each = Case.of(
                        bytes(product),
                        arena,
                        i,
                        (i & 1) != 0,
                        (i & 2) != 0,
                        1 + i % 9,
                        1 + i * 7 % 71,
                        1 + i * 11 % 300,
                        (i & 4) != 0);
                hash = 31 * hash + Arrays.hashCode(each.by(product));
            }
        }
        return hash;
    }
}
