package com.acme.signum;
import static java.lang.foreign.ValueLayout.JAVA_FLOAT_UNALIGNED;
import io.fletching.spi.*;
/// Sign of the momentum (arXiv 1802.04434).
public final class Signum implements Optimizer {
  static final Option<Double> LR = Option.learningRate(1e-4);
  static final Option<Double> MOMENTUM = Option.fraction("momentum", "Decay of the mean gradient", 0.9);
  static final StateSlot MEAN = StateSlot.like("mean");
  @Override public Descriptor descriptor() {
    return Descriptor.of("signum", "Sign of the momentum", LR, MOMENTUM);
  }
  @Override public Rule bind(Options options) { return new Sign(options.get(MOMENTUM).floatValue()); }
  record Sign(float momentum) implements Rule {
    @Override public StateLayout layout(Parameter parameter) { return StateLayout.elementwise(MEAN); }
    @Override public void step(Tensor parameter, Tensor gradient, State state, Step step) {
      var p = parameter.data(); var g = gradient.data(); var m = state.get(MEAN).data();
      float scale = (float) step.gradientScale(), lr = (float) step.learningRate();
      for (long i = 0, at = 0; i < parameter.size(); i++, at += 4) {
        float mean = momentum * m.get(JAVA_FLOAT_UNALIGNED, at)
            + (1 - momentum) * scale * g.get(JAVA_FLOAT_UNALIGNED, at);
        m.set(JAVA_FLOAT_UNALIGNED, at, mean);
        p.set(JAVA_FLOAT_UNALIGNED, at, p.get(JAVA_FLOAT_UNALIGNED, at) - lr * Math.signum(mean));
      }
    }
  }
}
