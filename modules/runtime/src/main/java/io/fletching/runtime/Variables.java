package io.fletching.runtime;

import io.fletching.arrow.Memory;
import io.fletching.runtime.ParameterGroup.Treatment;
import io.fletching.spi.DType;
import io.fletching.spi.FletchingException;
import io.fletching.spi.FletchingException.Kind;
import io.fletching.spi.Optimizer;
import io.fletching.spi.Parameter;
import io.fletching.spi.Shape;
import io.fletching.spi.Tensor;
import java.util.Collections;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// The parameters of a model, in the order of their creation, and the buffers that are saved with them. Names are
/// unique over both.
public final class Variables implements Iterable<Variable>, Resumable {
    private final Memory memory;
    private final Map<String, Variable> variables = new LinkedHashMap<>();
    private final Map<String, Tensor> buffers = new LinkedHashMap<>();
    private long elements;

    /// @param memory where values, gradients and buffers are allocated; it stays the caller's to close
    public Variables(Memory memory) {
        this.memory = memory;
    }

    /// Allocates the value and the gradient of a weight, both zero.
    ///
    /// @param type [DType#F32]; [DType#BF16] or [DType#F16], whose gradient is F32; or [DType#F64] for gradient checks
    public Variable create(Parameter parameter, DType type) {
        return create(parameter, type, Role.WEIGHT);
    }

    /// Allocates a parameter's value and gradient, both zero.
    ///
    /// @param type [DType#F32]; [DType#BF16] or [DType#F16], whose gradient is F32; or [DType#F64] for gradient checks
    public Variable create(Parameter parameter, DType type, Role role) {
        checkNew(parameter.name());
        if (Halves.arithmetic(type) != DType.F32 && type != DType.F64) {
            throw new IllegalArgumentException(
                    "Parameter '" + parameter.name() + "' of type " + type + "; expected F32, BF16, F16 or F64.");
        }
        var variable = new Variable(
                parameter,
                role,
                memory.allocate(type, parameter.shape()),
                memory.allocate(Halves.arithmetic(type), parameter.shape()),
                memory);
        variables.put(parameter.name(), variable);
        elements = Math.addExact(elements, parameter.shape().size());
        return variable;
    }

    /// Allocates a buffer that is saved with the model but not trained, such as running statistics; zero at first.
    public Tensor keep(String name, DType type, Shape shape) {
        checkNew(name);
        Tensor tensor = memory.allocate(type, shape);
        buffers.put(name, tensor);
        return tensor;
    }

    private void checkNew(String name) {
        if (variables.containsKey(name) || buffers.containsKey(name)) {
            throw new FletchingException(
                    Kind.USER, "parameter-twice", "There is a parameter '" + name + "' already; names are unique.");
        }
    }

    /// The parameter of this name.
    ///
    /// @throws FletchingException of kind `USER` where there is none, with the nearest name
    public Variable get(String name) {
        Variable variable = variables.get(name);
        if (variable == null) {
            throw FletchingException.unknown(
                    Kind.USER,
                    "parameter-unknown",
                    "There is no parameter '" + name + "'.",
                    name,
                    "Parameters",
                    variables.keySet());
        }
        return variable;
    }

    @Override
    public Iterator<Variable> iterator() {
        return Collections.unmodifiableCollection(variables.values()).iterator();
    }

    /// The parameters that an optimizer says it is not for: see [UpdaterBuilder#others].
    public List<Variable> refusedBy(Technique<? extends Optimizer> optimizer) {
        return refusedBy(optimizer, List.of());
    }

    /// The parameters that are to be trained, and whose optimizer, their group's or this one, says it is not for them.
    ///
    /// @param groups as an updater has them
    public List<Variable> refusedBy(Technique<? extends Optimizer> optimizer, List<ParameterGroup> groups) {
        return variables.values().stream()
                .filter(variable -> {
                    Treatment treatment = ParameterGroup.treatment(variable, optimizer, groups);
                    Technique<? extends Optimizer> own = treatment.optimizer();
                    return !treatment.frozen()
                            && UpdaterBuilder.refuses(own.provider().bind(own.options()), variable.parameter());
                })
                .toList();
    }

    /// How many parameters there are.
    public int count() {
        return variables.size();
    }

    /// Elements of all parameters together, buffers not counted.
    public long elements() {
        return elements;
    }

    /// The buffers made by [#keep], by name.
    public Map<String, Tensor> buffers() {
        return Collections.unmodifiableMap(buffers);
    }

    /// What is saved of a model: the values of the parameters, then the buffers, by name.
    public Map<String, Tensor> tensors() {
        var tensors = new LinkedHashMap<String, Tensor>();
        variables.forEach((name, variable) -> tensors.put(name, variable.value()));
        tensors.putAll(buffers);
        return tensors;
    }

    /// The same as a checkpoint names them: `name/value`.
    @Override
    public Map<String, Tensor> state() {
        var state = new LinkedHashMap<String, Tensor>();
        tensors().forEach((name, tensor) -> state.put(name + "/value", tensor));
        return state;
    }

    Memory memory() {
        return memory;
    }

    /// The same parameters and buffers for layers to compute with: values of BF16 and F16 as copies in float32,
    /// which the caller brings up to date; whatever else, gradients included, is the same memory.
    public Variables widened() {
        var wide = new Variables(memory);
        variables.forEach((name, variable) -> wide.variables.put(name, variable.widened()));
        wide.buffers.putAll(buffers);
        wide.elements = elements;
        return wide;
    }

    /// Sets every gradient to zero.
    public void zeroGradients() {
        for (Variable variable : variables.values()) {
            variable.gradient().data().fill((byte) 0);
        }
    }

    /// The SHA-256 of [#tensors()], in lower-case hexadecimal; see [Digest#sha256].
    public String sha256() {
        return Digest.sha256(tensors());
    }
}
