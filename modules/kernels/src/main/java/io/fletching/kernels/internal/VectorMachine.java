package io.fletching.kernels.internal;

import static java.lang.constant.ConstantDescs.CD_float;
import static java.lang.constant.ConstantDescs.CD_long;
import static java.lang.constant.ConstantDescs.CD_void;

import java.lang.classfile.CodeBuilder;
import java.lang.classfile.TypeKind;
import java.lang.constant.ClassDesc;
import java.lang.constant.MethodTypeDesc;
import java.nio.ByteOrder;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.Vector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/// Calls of the Vector API, with [Lanes#FLOATS].
final class VectorMachine implements Machine {
    private static final ClassDesc FLOATS = Machine.described(FloatVector.class);
    private static final ClassDesc VECTOR = Machine.described(Vector.class);
    private static final ClassDesc SPECIES = Machine.described(VectorSpecies.class);
    private static final ClassDesc MASK = Machine.described(VectorMask.class);
    private static final ClassDesc COMPARISON = Machine.described(VectorOperators.Comparison.class);
    private static final ClassDesc ORDER = Machine.described(ByteOrder.class);
    private static final ClassDesc LANES = Machine.described(Lanes.class);

    @Override
    public TypeKind kind() {
        return TypeKind.REFERENCE;
    }

    @Override
    public int lanes() {
        return Lanes.STEP;
    }

    @Override
    public void broadcast(CodeBuilder code) {
        code.getstatic(LANES, "FLOATS", SPECIES)
                .swap()
                .invokestatic(FLOATS, "broadcast", MethodTypeDesc.of(FLOATS, SPECIES, CD_float));
    }

    @Override
    public void load(CodeBuilder code, int segment, int at) {
        place(code.getstatic(LANES, "FLOATS", SPECIES), segment, at)
                .invokestatic(FLOATS, "fromMemorySegment", MethodTypeDesc.of(FLOATS, SPECIES, SEGMENT, CD_long, ORDER));
    }

    @Override
    public void store(CodeBuilder code, int value, int segment, int at) {
        place(code.aload(value), segment, at)
                .invokevirtual(FLOATS, "intoMemorySegment", MethodTypeDesc.of(CD_void, SEGMENT, CD_long, ORDER));
    }

    private static CodeBuilder place(CodeBuilder code, int segment, int at) {
        return code.aload(segment).lload(at).getstatic(LANES, "ORDER", ORDER);
    }

    @Override
    public void apply(CodeBuilder code, Operator operator) {
        switch (operator) {
            case PLUS -> call(code, "add", VECTOR);
            case MINUS -> call(code, "sub", VECTOR);
            case TIMES -> call(code, "mul", VECTOR);
            case OVER -> call(code, "div", VECTOR);
            case MAX -> call(code, "max", VECTOR);
            case FMA -> call(code, "fma", VECTOR, VECTOR);
            case NEGATIVE -> call(code, "neg");
            case MAGNITUDE -> call(code, "abs");
            case ROOT -> call(code, "sqrt");
            case SIGN -> {
                // What is neither above nor below zero stays: zeros of both signs and NaN.
                replace(code, "GT", 1);
                replace(code, "LT", -1);
            }
        }
    }

    private static void call(CodeBuilder code, String name, ClassDesc... arguments) {
        code.invokevirtual(FLOATS, name, MethodTypeDesc.of(FLOATS, arguments));
    }

    /// Replaces the lanes that compare so with zero.
    private static void replace(CodeBuilder code, String comparison, float value) {
        code.dup()
                .getstatic(Machine.described(VectorOperators.class), comparison, COMPARISON)
                .fconst_0()
                .invokevirtual(FLOATS, "compare", MethodTypeDesc.of(MASK, COMPARISON, CD_float))
                .loadConstant(value)
                .swap();
        call(code, "blend", CD_float, MASK);
    }
}
