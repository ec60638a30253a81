package io.fletching.kernels.internal;

import java.lang.classfile.CodeBuilder;
import java.lang.classfile.TypeKind;
import java.lang.constant.ClassDesc;
import java.lang.foreign.MemorySegment;

/// The instructions that a loop is made of, for one element at a time or for a vector of them.
interface Machine {
    ClassDesc SEGMENT = described(MemorySegment.class);

    /// What a value is to the JVM.
    TypeKind kind();

    /// How many elements a value has.
    int lanes();

    /// Makes a value of the float on the stack.
    void broadcast(CodeBuilder code);

    /// Puts the value at a position on the stack.
    ///
    /// @param segment the local variable of the segment
    /// @param at the local variable of the position in bytes
    void load(CodeBuilder code, int segment, int at);

    /// Stores the value of a local variable at a position.
    void store(CodeBuilder code, int value, int segment, int at);

    /// Replaces the arguments on the stack by the result.
    void apply(CodeBuilder code, Operator operator);

    static ClassDesc described(Class<?> type) {
        return ClassDesc.ofDescriptor(type.descriptorString());
    }
}
