using System.Diagnostics;
using FastElman.Training.Backpropagation;
using FastElman.Training.Demonstration;

// Trains the network of the built-in demo, tells how it goes on standard error and prints its score on the test set.
var watch = Stopwatch.StartNew();
var (parameters, vocabulary, labels) = DemoTraining.Train(epochDone: (epoch, validation) =>
    Console.Error.WriteLine($"epoch {epoch}: F1 {validation:F2} on the validation set after {watch.Elapsed.TotalSeconds:F1} s"));

Console.Error.WriteLine($"{parameters.Shape.ParameterCount} parameters, {vocabulary.Count} words, {labels.Count} labels");
var corpus = FlightRequests.Generate();
DemoTraining.Evaluate(new ReferenceTrainer(parameters), corpus.Test, corpus).Write(Console.Out);
