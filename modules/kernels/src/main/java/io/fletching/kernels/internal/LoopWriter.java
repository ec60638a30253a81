package io.fletching.kernels.internal;

import java.lang.classfile.CodeBuilder;
import java.lang.classfile.TypeKind;
import java.lang.constant.ConstantDescs;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Writes the one loop of a formula: what is one number for all elements before it; in it all reads, each operation
/// once, all writes. It hands no vector to a method of ours, for the reason that [Lanes] gives.
final class LoopWriter {
    private static final ScalarMachine SCALAR = new ScalarMachine();

    /// The parameters of the loops of [CompiledLoop]: two bounds, then operands, then numbers.
    private static final int FROM = 0;

    private static final int TO = 1;
    private static final int OPERANDS = 2;
    private static final int NUMBERS = 7;

    private final CodeBuilder code;
    private final Machine machine;
    private final List<Float> constants;
    /// The local variables of what was computed: floats before the loop, and values of the machine.
    private final Map<Node, Integer> floats = new HashMap<>();

    private final Map<Node, Integer> values = new HashMap<>();
    private final int at;

    LoopWriter(CodeBuilder code, Machine machine, List<Float> constants) {
        this.code = code;
        this.machine = machine;
        this.constants = constants;
        this.at = code.allocateLocal(TypeKind.LONG);
    }

    void write(Map<Integer, Node> results) {
        results.values().forEach(this::prepare);
        long bytes = Float.BYTES;
        code.lload(code.parameterSlot(FROM)).loadConstant(bytes).lmul().lstore(at);
        int end = code.allocateLocal(TypeKind.LONG);
        code.lload(code.parameterSlot(TO)).loadConstant(bytes).lmul().lstore(end);
        var start = code.newLabel();
        var exit = code.newLabel();
        code.labelBinding(start).lload(at).lload(end).lcmp().ifge(exit);
        results.values().forEach(this::read);
        results.values().forEach(this::value);
        results.forEach(
                (operand, result) -> machine.store(code, value(result), code.parameterSlot(OPERANDS + operand), at));
        code.lload(at).loadConstant(bytes * machine.lanes()).ladd().lstore(at);
        code.goto_(start).labelBinding(exit).return_();
    }

    /// Computes before the loop what is one number for all elements.
    private void prepare(Node node) {
        if (node.uniform()) {
            if (!values.containsKey(node)) {
                code.fload(number(node));
                machine.broadcast(code);
                values.put(node, keep(machine.kind()));
            }
        } else if (node instanceof Node.Applied(var _, var arguments)) {
            arguments.forEach(this::prepare);
        }
    }

    private int number(Node node) {
        Integer known = floats.get(node);
        if (known != null) {
            return known;
        }
        switch (node) {
            case Node.Given(int index) ->
                code.dload(code.parameterSlot(NUMBERS + index)).d2f();
            case Node.Constant(float value) ->
                code.aload(code.receiverSlot())
                        .getfield(LoopCompiler.SUPERCLASS, "constants", ConstantDescs.CD_float.arrayType())
                        .loadConstant(constants.indexOf(value))
                        .faload();
            case Node.Applied(var operator, var arguments) -> {
                var locals = arguments.stream().map(this::number).toList();
                locals.forEach(code::fload);
                SCALAR.apply(code, operator);
            }
            case Node.Operand operand -> throw new IllegalStateException(operand + " is not one number.");
        }
        int local = keep(TypeKind.FLOAT);
        floats.put(node, local);
        return local;
    }

    private void read(Node node) {
        switch (node) {
            case Node.Operand(int index) -> {
                if (!values.containsKey(node)) {
                    machine.load(code, code.parameterSlot(OPERANDS + index), at);
                    values.put(node, keep(machine.kind()));
                }
            }
            case Node.Applied(var _, var arguments) -> arguments.forEach(this::read);
            case Node.Given _, Node.Constant _ -> {}
        }
    }

    private int value(Node node) {
        Integer known = values.get(node);
        if (known != null) {
            return known;
        }
        if (!(node instanceof Node.Applied(var operator, var arguments))) {
            throw new IllegalStateException(node + " was not read before it is used.");
        }
        var locals = arguments.stream().map(this::value).toList();
        locals.forEach(local -> code.loadLocal(machine.kind(), local));
        machine.apply(code, operator);
        int local = keep(machine.kind());
        values.put(node, local);
        return local;
    }

    /// Moves the stack's top into a local variable of its own.
    private int keep(TypeKind kind) {
        int local = code.allocateLocal(kind);
        code.storeLocal(kind, local);
        return local;
    }
}
