package io.fletching.nn;

/// The formula of a recurrent layer: one step through time, forward and back, elementwise over `n` numbers, which are
/// the hidden units of a block of rows.
///
/// A step is a record of [#units] ranges of n numbers on a [Tape]. Its first ranges are *slots*: each gate's sum of
/// what input and hidden state come to, multiplied by their weights. Behind the slots stands the hidden state, and what
/// else a cell hands on. Going back, the slots take their own gradients.
sealed interface Cell permits TanhCell, GruCell, LstmCell {

    /// The hidden layer has so many weights for each of its units: the first axis of a weight is `gates · hidden`.
    int gates();

    /// The gates, and behind them slots that the hidden state alone adds to.
    int slots();

    /// The slot that the hidden state adds to for a gate; the input adds to the slot of the gate's number.
    default int hiddenSlot(int gate) {
        return gate;
    }

    /// The ranges of a step; the hidden state is in that behind the slots.
    int units();

    /// The ranges that backward has for itself. The first is the gradient of the hidden state.
    int carries();

    /// Takes the slots of step `now`, and writes its state from that of the step `before`, which is zero at first.
    void forward(Tape tape, long now, long before, long n);

    /// Takes the gradient of the state of step `now` from the carries, gives the slots their gradients, and leaves in
    /// the carries what reaches the state of the step before without going through the slots.
    void backward(Tape tape, long now, long before, long carry, long n);
}
