package io.fletching.runtime;

import io.fletching.kernels.HalfKernels;
import io.fletching.kernels.Philox;
import io.fletching.spi.DType;
import io.fletching.spi.Shape;
import io.fletching.spi.Tensor;
import java.util.List;
import java.util.function.Function;
import java.util.function.IntFunction;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;

/// A parameter as rules see it: in float32, whatever it is stored in.
sealed interface Widened {

    /// A call's part of a parameter.
    ///
    /// @param view what the call sees of a whole tensor
    /// @param element where the part starts
    /// @param write which of the writes to the parameter in one update this is, from 0
    /// @param writes how many there are; 0 where the call only reads
    record Part(UnaryOperator<Tensor> view, long element, int write, int writes) {}

    Variable variable();

    /// Makes a call that finds the numbers of its part in a tensor of float32.
    ///
    /// @param make of that tensor the call; several times where the numbers may be at several places
    Runnable call(Part part, Rooms rooms, Function<Tensor, Runnable> make);

    /// Whether calls need rooms.
    default boolean needsRoom() {
        return false;
    }

    /// What fetches the stored parts before the passes of an update; none where nothing is fetched.
    default List<Runnable> loads(Cut cut) {
        return List.of();
    }

    /// The same parameter with room for all of it, for a rule that sees it whole.
    default Widened whole(Room room) {
        return this;
    }

    /// Where a whole parameter may be widened to.
    interface Room {
        Tensor of(Shape shape);
    }

    /// What brings the stored parts up to date when all passes of an update are through; none where they are.
    default List<Runnable> stores(Cut cut) {
        return List.of();
    }

    /// Forgets all that is not in the value.
    default void start() {}

    /// A value of float32.
    record Direct(Variable variable) implements Widened {
        @Override
        public Runnable call(Part part, Rooms rooms, Function<Tensor, Runnable> make) {
            return make.apply(part.view.apply(variable.value()));
        }
    }

    /// A value of two bytes with a master: rules move the master, and the value is the master rounded.
    record Mastered(Variable variable, Tensor master) implements Widened {
        @Override
        public Runnable call(Part part, Rooms rooms, Function<Tensor, Runnable> make) {
            return make.apply(part.view.apply(master));
        }

        @Override
        public List<Runnable> stores(Cut cut) {
            return parts(cut, i -> {
                Tensor wide = cut.part(master, i);
                Tensor half = cut.part(variable.value(), i);
                return () -> Halves.narrow(wide, half);
            });
        }

        @Override
        public void start() {
            Halves.widen(variable.value(), master);
        }
    }

    /// A BF16 value alone: a part is widened into a room, moved there, and rounded at random on its way back.
    ///
    /// @param key of the random bits
    /// @param number of the update at hand, I64 `[1]`
    record Alone(Variable variable, long key, Tensor number) implements Widened {
        static Alone of(Variable variable, long seed, Tensor number) {
            return new Alone(variable, Philox.key(seed, variable.name()), number);
        }

        @Override
        public boolean needsRoom() {
            return true;
        }

        @Override
        public Widened whole(Room room) {
            return new Copied(this, room.of(variable.value().shape()));
        }

        @Override
        public Runnable call(Part part, Rooms rooms, Function<Tensor, Runnable> make) {
            Tensor half = part.view.apply(variable.value());
            if (half.data().byteSize() == 0) {
                // A combining pass, or a part without elements.
                return make.apply(Tensor.shapeOnly(DType.F32, half.shape()));
            }
            Tensor[] wide = rooms.views(half.shape());
            Runnable[] calls = IntStream.range(0, wide.length)
                    .mapToObj(i -> make.apply(wide[i]))
                    .toArray(Runnable[]::new);
            return () -> {
                int room = rooms.take();
                try {
                    Halves.widen(half, wide[room]);
                    calls[room].run();
                    if (part.writes > 0) {
                        store(wide[room], half, part.element, part.write, part.writes);
                    }
                } finally {
                    rooms.giveBack(room);
                }
            };
        }

        /// Where a pass wrote nothing this writes nothing new: what BF16 has stays as it is.
        void store(Tensor wide, Tensor half, long element, int write, int writes) {
            long update = (long) number.get(0);
            long draw = update * writes + write;
            HalfKernels.bf16().narrowAtRandom(key, draw, element, wide.data(), 0, half.data(), 0, half.size());
        }
    }

    /// The same with room for all of it, while its passes run.
    record Copied(Alone alone, Tensor wide) implements Widened {
        @Override
        public Variable variable() {
            return alone.variable;
        }

        @Override
        public Runnable call(Part part, Rooms rooms, Function<Tensor, Runnable> make) {
            return make.apply(part.view.apply(wide));
        }

        @Override
        public List<Runnable> loads(Cut cut) {
            return parts(cut, i -> {
                Tensor half = cut.part(variable().value(), i);
                Tensor room = cut.part(wide, i);
                return () -> Halves.widen(half, room);
            });
        }

        @Override
        public List<Runnable> stores(Cut cut) {
            return parts(cut, i -> {
                Tensor half = cut.part(variable().value(), i);
                Tensor room = cut.part(wide, i);
                return () -> alone.store(room, half, cut.first(i), 0, 1);
            });
        }
    }

    private static List<Runnable> parts(Cut cut, IntFunction<Runnable> make) {
        return IntStream.range(0, cut.parts()).mapToObj(make).toList();
    }
}
