module com.acme.step {
    requires io.fletching.spi;

    provides io.fletching.spi.Optimizer with
            com.acme.step.Step;
}
