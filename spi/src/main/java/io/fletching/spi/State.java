package io.fletching.spi;

/// The slots of a layout, cut as the part is cut. Implemented by the host alone.
public interface State {

    /// The memory of a slot, found by name. A slot that the layout did not declare is a PROVIDER error
    /// (`slot-undeclared`).
    Tensor get(StateSlot slot);

    /// Whether the layout has this slot: how a rule whose layout depends on shape asks which one it got.
    boolean has(StateSlot slot);

    /// The gradient of a LEARNED slot, to be added to (normalizers, BACKWARD).
    Tensor gradient(StateSlot slot);
}
