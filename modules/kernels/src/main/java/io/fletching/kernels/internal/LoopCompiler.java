package io.fletching.kernels.internal;

import static java.lang.classfile.ClassFile.ACC_FINAL;

import io.fletching.kernels.FusedLoop;
import java.lang.classfile.ClassFile;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.MethodTypeDesc;
import java.lang.invoke.MethodHandles;
import java.lang.reflect.Constructor;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// From a formula to the class of its loop.
///
/// Each formula has a class of its own, so that the JVM compiles and profiles it as it does a loop written by
/// hand. The constants are data of the instance: formulas that differ in them alone have the same class file,
/// and share the class.
public final class LoopCompiler {
    static final ClassDesc SUPERCLASS = Machine.described(CompiledLoop.class);

    private static final ClassDesc NAME = ClassDesc.of(LoopCompiler.class.getPackageName(), "FormulaLoop");
    private static final MethodTypeDesc LOOP = MethodTypeDesc.ofDescriptor(
            "(JJ" + Machine.SEGMENT.descriptorString().repeat(5) + "D".repeat(6) + ")V");

    private static final Map<ByteBuffer, Constructor<?>> CLASSES = new ConcurrentHashMap<>();

    private LoopCompiler() {}

    /// Compiles a formula.
    ///
    /// @param results operands by their index, and what each becomes
    /// @param vector whether to use the Vector API
    public static FusedLoop compile(Map<Integer, Node> results, boolean vector) {
        var constants = new ArrayList<Float>();
        results.values().forEach(node -> constants(node, constants));
        Machine machine = vector ? new VectorMachine() : new ScalarMachine();
        var values = new float[constants.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = constants.get(i);
        }
        byte[] classFile = classFile(results, constants, machine);
        var type = CLASSES.computeIfAbsent(ByteBuffer.wrap(classFile), key -> define(classFile));
        try {
            return (FusedLoop) type.newInstance(values, machine.lanes());
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("The loop of the formula " + results + " cannot be made.", e);
        }
    }

    private static void constants(Node node, List<Float> constants) {
        switch (node) {
            case Node.Constant(float value) -> {
                if (!constants.contains(value)) {
                    constants.add(value);
                }
            }
            case Node.Applied(var _, var arguments) -> arguments.forEach(argument -> constants(argument, constants));
            case Node.Operand _, Node.Given _ -> {}
        }
    }

    private static byte[] classFile(Map<Integer, Node> results, List<Float> constants, Machine machine) {
        var init = MethodTypeDesc.of(ConstantDescs.CD_void, ConstantDescs.CD_float.arrayType(), ConstantDescs.CD_int);
        return ClassFile.of().build(NAME, type -> {
            type.withFlags(ACC_FINAL)
                    .withSuperclass(SUPERCLASS)
                    .withMethodBody(
                            ConstantDescs.INIT_NAME,
                            init,
                            0,
                            code -> code.aload(0)
                                    .aload(1)
                                    .iload(2)
                                    .invokespecial(SUPERCLASS, ConstantDescs.INIT_NAME, init)
                                    .return_());
            type.withMethodBody(
                    "elements",
                    LOOP,
                    ACC_FINAL,
                    code -> new LoopWriter(code, new ScalarMachine(), constants).write(results));
            type.withMethodBody("vectors", LOOP, ACC_FINAL, code -> {
                if (machine.lanes() == 1) {
                    code.return_();
                } else {
                    new LoopWriter(code, machine, constants).write(results);
                }
            });
        });
    }

    private static Constructor<?> define(byte[] classFile) {
        try {
            return MethodHandles.lookup()
                    .defineHiddenClass(classFile, true)
                    .lookupClass()
                    .getDeclaredConstructor(float[].class, int.class);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("The class of a formula's loop cannot be defined.", e);
        }
    }
}
