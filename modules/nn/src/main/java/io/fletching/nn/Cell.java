package io.fletching.nn;

/// The formula of a recurrent layer: one step through time, forward and back, elementwise over `n` numbers, which are
/// the hidden units of a block of rows.
///
/// A step is a record of [#units] ranges of n numbers on a [Tape]. Its first ranges are *slots*: for each gate what
/// input and hidden state, multiplied by the gate's weights, add up to. Behind the slots stand the hidden state and
/// what else a cell hands on. Going back, each slot takes its own gradient.
abstract sealed class Cell permits TanhCell, GruCell, LstmCell {
    private final int gates;
    private final int slots;
    private final int units;
    private final int carries;

    /// @param slots the gates, and behind them slots that the hidden state alone adds to
    /// @param states the ranges behind the slots, of which the first is the hidden state
    /// @param carries the ranges that the way back has for itself, of which the first is the gradient of the hidden
    ///     state
    Cell(int gates, int slots, int states, int carries) {
        this.gates = gates;
        this.slots = slots;
        this.units = slots + states;
        this.carries = carries;
    }

    /// How many matrices stand in a weight.
    final int gates() {
        return gates;
    }

    final int slots() {
        return slots;
    }

    /// The ranges of a step.
    final int units() {
        return units;
    }

    final int carries() {
        return carries;
    }

    /// The slot that the hidden state adds to for a gate; the input adds to the slot of the gate's number.
    int hiddenSlot(int gate) {
        return gate;
    }

    /// Takes the slots of step `now`, and writes its state from that of the step `before`, which is zero at first.
    abstract void forward(Tape tape, long now, long before, long n);

    /// Takes the gradient of the state of step `now` from the carries, gives the slots their gradients, and leaves in
    /// the carries what reaches the state of the step before without going through the slots.
    abstract void backward(Tape tape, long now, long before, long carry, long n);
}
