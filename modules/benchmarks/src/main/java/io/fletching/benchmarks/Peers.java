package io.fletching.benchmarks;

import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.AdamUpdater;
import org.nd4j.linalg.learning.config.Adam;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/// The same by other libraries of the JVM, in a build with `-Ppeers`.
public class Peers extends Timed {
    /// For JMH.
    public Peers() {}

    /// ND4J on one thread.
    @State(Scope.Thread)
    @SuppressWarnings("NullAway.Init") // JMH sets up
    public static class Nd4jArrays {
        @Param({"4096", "1048576", "16777216"})
        int n;

        private INDArray parameter;
        private INDArray gradient;
        private INDArray step;
        private AdamUpdater updater;
        private int number;

        @Setup
        public void open() {
            Nd4j.getEnvironment().setMaxThreads(1);
            Nd4j.getEnvironment().setMaxMasterThreads(1);
            parameter = Nd4j.randn(DataType.FLOAT, 1, n);
            gradient = Nd4j.randn(DataType.FLOAT, 1, n);
            step = Nd4j.create(DataType.FLOAT, 1, n);
            updater = new AdamUpdater(new Adam(1e-3));
            updater.setStateViewArray(Nd4j.zeros(DataType.FLOAT, 1, 2L * n), new long[] {1, n}, 'c', true);
        }
    }

    /// Adam in place, which overwrites the gradient by the step; so a copy of it goes first.
    @Benchmark
    public void nd4jAdam(Nd4jArrays arrays, Traffic traffic) {
        arrays.step.assign(arrays.gradient);
        arrays.updater.applyUpdater(arrays.step, arrays.number++, 0);
        arrays.parameter.subi(arrays.step);
        traffic.of(arrays.n, 28);
    }
}
