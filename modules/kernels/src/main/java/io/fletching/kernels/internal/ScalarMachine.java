package io.fletching.kernels.internal;

import static java.lang.constant.ConstantDescs.CD_double;
import static java.lang.constant.ConstantDescs.CD_float;
import static java.lang.constant.ConstantDescs.CD_long;
import static java.lang.constant.ConstantDescs.CD_void;

import java.lang.classfile.CodeBuilder;
import java.lang.classfile.TypeKind;
import java.lang.constant.ClassDesc;
import java.lang.constant.MethodTypeDesc;
import java.lang.foreign.ValueLayout;
import java.util.Collections;

/// Java's `float` arithmetic.
final class ScalarMachine implements Machine {
    private static final ClassDesc MATH = Machine.described(Math.class);
    private static final ClassDesc LAYOUT = Machine.described(ValueLayout.OfFloat.class);

    @Override
    public TypeKind kind() {
        return TypeKind.FLOAT;
    }

    @Override
    public int lanes() {
        return 1;
    }

    @Override
    public void broadcast(CodeBuilder code) {
        // A float is what it is.
    }

    @Override
    public void load(CodeBuilder code, int segment, int at) {
        place(code, segment, at).invokeinterface(SEGMENT, "get", MethodTypeDesc.of(CD_float, LAYOUT, CD_long));
    }

    @Override
    public void store(CodeBuilder code, int value, int segment, int at) {
        place(code, segment, at)
                .fload(value)
                .invokeinterface(SEGMENT, "set", MethodTypeDesc.of(CD_void, LAYOUT, CD_long, CD_float));
    }

    private static CodeBuilder place(CodeBuilder code, int segment, int at) {
        return code.aload(segment)
                .getstatic(Machine.described(ScalarFloat.class), "F32", LAYOUT)
                .lload(at);
    }

    @Override
    public void apply(CodeBuilder code, Operator operator) {
        switch (operator) {
            case PLUS -> code.fadd();
            case MINUS -> code.fsub();
            case TIMES -> code.fmul();
            case OVER -> code.fdiv();
            case NEGATIVE -> code.fneg();
            case MAX -> math(code, "max", 2);
            case FMA -> math(code, "fma", 3);
            case MAGNITUDE -> math(code, "abs", 1);
            case SIGN -> math(code, "signum", 1);
            // Of a float this is the correctly rounded root: double has more than twice the digits.
            case ROOT ->
                code.f2d()
                        .invokestatic(MATH, "sqrt", MethodTypeDesc.of(CD_double, CD_double))
                        .d2f();
        }
    }

    private static void math(CodeBuilder code, String name, int arguments) {
        code.invokestatic(MATH, name, MethodTypeDesc.of(CD_float, Collections.nCopies(arguments, CD_float)));
    }
}
