package io.fletching.nn;

import io.fletching.arrow.Memory;
import io.fletching.linalg.MatrixProduct;
import io.fletching.runtime.Halves;
import io.fletching.runtime.Initialization;
import io.fletching.runtime.Role;
import io.fletching.runtime.SafeTensors;
import io.fletching.runtime.Variable;
import io.fletching.runtime.Variables;
import io.fletching.runtime.Workers;
import io.fletching.spi.DType;
import io.fletching.spi.Parameter;
import io.fletching.spi.Shape;
import io.fletching.spi.Tensor;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/// A network with memory and values: what training changes and what is saved.
///
/// The first values of each weight follow from the seed and the weight's name alone, so that a layer added elsewhere
/// changes none of them.
public final class Model implements AutoCloseable {
    private final Network network;
    private final Shape input;
    private final Shape output;
    private final DType dtype;
    private final long seed;
    private final MatrixProduct product;
    private final Memory memory;
    private final Variables variables;
    private final Variables computed;

    private Model(Builder builder, Memory memory) {
        this.network = builder.network instanceof Sequence named ? named : Sequence.of(builder.network);
        this.input = builder.input;
        this.output = network.output(input);
        this.dtype = builder.dtype;
        this.seed = builder.seed;
        this.product = builder.product != null ? builder.product : MatrixProduct.fastest();
        this.memory = memory;
        this.variables = new Variables(memory);
        List<Declared> declared = new ArrayList<>();
        declare(network, "", input, declared);
        try (Workers workers = Workers.of(1)) {
            create(declared, workers);
        }
        this.computed = variables.widened();
    }

    /// What a layer declared, under the name that it has in the model.
    private record Declared(String name, Weight weight, Role role) {
        boolean isMatrix() {
            return !(weight instanceof Weight.Kept) && weight.shape().rank() > 1;
        }
    }

    /// Starts a model of a network for input rows of this shape, without the batch axis.
    public static Builder of(Network network, Shape input) {
        return new Builder(network, input);
    }

    private Shape declare(Network part, String path, Shape shape, List<Declared> declared) {
        switch (part) {
            case Layer layer -> {
                layer.requireType(arithmetic(), path);
                layer.weights(shape)
                        .forEach(weight ->
                                declared.add(new Declared(path(path, weight.name()), weight, layer.role(weight))));
            }
            case Sequence sequence -> {
                Shape next = shape;
                for (Sequence.Element element : sequence.elements()) {
                    next = declare(element.network(), path(path, element.name()), next, declared);
                }
            }
            case Residual(Network body) -> declare(body, path, shape, declared);
        }
        return part.output(shape);
    }

    private void create(List<Declared> declared, Workers workers) {
        List<Declared> matrices = declared.stream().filter(Declared::isMatrix).toList();
        for (Declared each : declared) {
            boolean outermost =
                    !matrices.isEmpty() && (each.equals(matrices.getFirst()) || each.equals(matrices.getLast()));
            create(each, outermost ? Parameter::outermost : UnaryOperator.identity(), workers);
        }
    }

    private void create(Declared declared, UnaryOperator<Parameter> place, Workers workers) {
        String name = declared.name;
        Shape shape = declared.weight.shape();
        if (declared.weight instanceof Weight.Kept kept) {
            fill(variables.keep(name, kept.type() == DType.F32 ? arithmetic() : kept.type(), shape), kept.value());
            return;
        }
        Parameter parameter = declared.weight instanceof Weight.Initialized initialized
                ? Parameter.of(name, shape, initialized.layout())
                : Parameter.of(name, shape);
        start(declared.weight, variables.create(place.apply(parameter), dtype, declared.role), workers);
    }

    /// Gives a trained weight its first values.
    private void start(Weight weight, Variable variable, Workers workers) {
        switch (weight) {
            case Weight.Constant constant -> fill(variable.value(), constant.value());
            case Weight.Initialized initialized ->
                Initialization.fill(initialized.initializer(), variable, seed, workers);
            case Weight.Stacked(String _, List<Weight> parts) -> {
                for (int i = 0; i < parts.size(); i++) {
                    start(parts.get(i), variable.part(i, parts.size()), workers);
                }
            }
            case Weight.Kept kept ->
                throw new IllegalArgumentException("The weight '" + variable.name() + "' is stacked of the buffer '"
                        + kept.name() + "'; expected trained weights.");
        }
    }

    private static void fill(Tensor tensor, double value) {
        for (long i = 0; i < tensor.size(); i++) {
            tensor.set(i, value);
        }
    }

    /// The name of something within a path.
    static String path(String path, String name) {
        return path.isEmpty() ? name : path + "." + name;
    }

    /// The network; one that is not a sequence is the element `0` of one, so that every weight has a path.
    public Network network() {
        return network;
    }

    /// The shape of an input row.
    public Shape input() {
        return input;
    }

    /// The shape of an output row.
    public Shape output() {
        return output;
    }

    /// What weights, and activations between layers, are stored in.
    public DType dtype() {
        return dtype;
    }

    /// What layers compute in, and inputs and outputs are: F32 for a model of BF16 or F16, else [#dtype].
    public DType arithmetic() {
        return Halves.arithmetic(dtype);
    }

    public long seed() {
        return seed;
    }

    /// What multiplies this model's matrices.
    public MatrixProduct product() {
        return product;
    }

    /// The weights, their gradients, and the buffers that are saved with them.
    public Variables variables() {
        return variables;
    }

    /// The weights as layers see them.
    Variables computed() {
        return computed;
    }

    Memory memory() {
        return memory;
    }

    /// Writes weights and buffers as safetensors: a temporary file first, then an atomic rename.
    public void save(Path file) {
        save(file, Map.of());
    }

    /// Writes weights and buffers as safetensors with texts beside them.
    public void save(Path file, Map<String, String> metadata) {
        SafeTensors.write(file, variables.tensors(), metadata);
    }

    /// Takes weights and buffers from a file that [#save(Path, Map)] wrote. Either all of them are taken or none; while
    /// it reads, the memory for the values is needed twice.
    ///
    /// The metadata, which may say how to build the model, is read by [SafeTensors#readHeader] beforehand.
    ///
    /// @throws io.fletching.spi.FletchingException of kind `DATA` where the names, types or shapes differ, with
    ///     what each side lacks, or the file breaks the format; of kind `USER` where it cannot be read
    public void load(Path file) {
        try (Memory read = memory.child("load")) {
            SafeTensors.read(file, read).copyTo(variables.tensors(), "model");
        }
    }

    @Override
    public void close() {
        memory.close();
    }

    /// What a model is made of.
    public static final class Builder {
        private final Network network;
        private final Shape input;
        private DType dtype = DType.F32;
        private long seed;
        private @Nullable MatrixProduct product;
        private @Nullable Memory parent;

        private Builder(Network network, Shape input) {
            this.network = network;
            this.input = input;
        }

        /// The seed of first values and of dropout; 0 by default.
        public Builder seed(long seed) {
            this.seed = seed;
            return this;
        }

        /// The matrix product; the fastest there is by default.
        public Builder product(MatrixProduct product) {
            this.product = product;
            return this;
        }

        /// The memory in which the model gets a region of its own; a root of its own by default.
        public Builder memory(Memory parent) {
            this.parent = parent;
            return this;
        }

        /// What weights, and activations between layers, are stored in: F32 by default. BF16 and F16 take half of the
        /// memory and of the file; layers compute in F32 all the same, and so are inputs, outputs, gradients of
        /// weights, and buffers such as running statistics. F64 is for gradient checks, with
        /// [MatrixProduct#portableF64()].
        public Builder dtype(DType dtype) {
            this.dtype = dtype;
            return this;
        }

        /// Allocates and initializes the model; the caller closes it.
        public Model build() {
            Memory memory = parent == null ? Memory.create() : parent.child("model");
            try {
                return new Model(this, memory);
            } catch (RuntimeException | Error failed) {
                memory.close();
                throw failed;
            }
        }
    }
}
