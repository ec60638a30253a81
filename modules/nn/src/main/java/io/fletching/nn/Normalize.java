package io.fletching.nn;

import io.fletching.runtime.NormProgram;
import io.fletching.runtime.NormSlots;
import io.fletching.runtime.Role;
import io.fletching.runtime.Technique;
import io.fletching.spi.DType;
import io.fletching.spi.Normalizer;
import io.fletching.spi.Normalizer.Norm;
import io.fletching.spi.Normalizer.Phase;
import io.fletching.spi.Pass;
import io.fletching.spi.Shape;
import io.fletching.spi.StateSlot;
import java.util.List;

/// A normalization layer over any normalizer: its learned slots are weights, its kept slots buffers, and its passes are
/// the layer's. Whether rows depend on one another is what its layout says; this layer names no technique.
///
/// @param technique which
public record Normalize(Technique<Normalizer> technique) implements Layer {

    private Norm bind(Shape input) {
        return technique.provider().bind(technique.options(), input);
    }

    @Override
    public Shape output(Shape input) {
        return input;
    }

    @Override
    public List<Weight> weights(Shape input) {
        return NormSlots.owned(bind(input)).stream()
                .<Weight>map(slot -> slot.life() == StateSlot.Life.LEARNED
                        ? new Weight.Constant(slot.name(), slot.shape(), slot.initial())
                        : new Weight.Kept(slot.name(), slot.shape(), slot.dtype(), slot.initial()))
                .toList();
    }

    @Override
    public Role role(Weight weight) {
        return Role.NORM;
    }

    @Override
    public void requireType(DType type, String name) {
        technique.requireType(type, name);
    }

    @Override
    public Operation plan(Site site) {
        requireType(site.dtype(), site.name());
        Shape sample = site.sample();
        var slots = NormSlots.attach(bind(sample), sample, site.name(), site.variables(), site.dtype());
        return site.training()
                ? new Training(NormProgram.training(
                        slots, site.rowBlock(), site.x(), site.y(), site.dx(), site.dy(), site.memory()))
                : new Evaluation(NormProgram.evaluation(slots, site.rowBlock(), site.x(), site.y(), site.memory()));
    }

    private record Training(NormProgram program) implements Operation {
        @Override
        public void begin(long number) {
            program.begin(Phase.TRAIN);
            program.begin(Phase.BACKWARD);
        }

        @Override
        public List<Pass> forward() {
            return program.passes(Phase.TRAIN);
        }

        @Override
        public void forward(int pass, long first, long count) {
            program.run(Phase.TRAIN, pass, first, count);
        }

        @Override
        public List<Pass> backward() {
            return program.passes(Phase.BACKWARD);
        }

        @Override
        public void backward(int pass, long first, long count) {
            program.run(Phase.BACKWARD, pass, first, count);
        }
    }

    private record Evaluation(NormProgram program) implements Operation {
        @Override
        public void begin(long number) {
            program.begin(Phase.EVALUATE);
        }

        @Override
        public List<Pass> forward() {
            return program.passes(Phase.EVALUATE);
        }

        @Override
        public void forward(int pass, long first, long count) {
            program.run(Phase.EVALUATE, pass, first, count);
        }

        @Override
        public void backward(int pass, long first, long count) {
            throw new IllegalStateException("A norm has no gradient in evaluation.");
        }
    }
}
