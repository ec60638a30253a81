package io.fletching.arrow;

import io.fletching.spi.DType;
import io.fletching.spi.FletchingException;
import io.fletching.spi.Shape;

/// What [ClassPathTest] runs in a JVM of its own: a tensor there and back. It prints what it read, or the error.
final class ClassPathProgram {
    private ClassPathProgram() {}

    public static void main(String[] arguments) {
        try (var memory = Memory.create()) {
            var tensor = memory.allocate(DType.F32, Shape.of(2, 3000));
            tensor.set(5999, 2.5);
            try (var vector = ArrowTensors.vector("w", tensor, memory);
                    var view = ArrowTensors.of(vector)) {
                String path = Memory.class.getModule().isNamed() ? "module path" : "class path";
                System.out.println(path + " " + view.tensor().get(5999));
            }
        } catch (FletchingException error) {
            System.out.println(error.code() + ": " + error.getMessage());
        }
    }
}
