using System.Diagnostics;
using FastElman;
using FastElman.Training.Demonstration;

// Trains the network of the built-in demo, tells how it goes on standard error, prints its score on the test set and writes the model:
//     dotnet run -c Release --project tools/DemoModel -- tools/FastElman.Cli/Demo/demo.safetensors
if (args is not [var target])
{
    Console.Error.WriteLine("usage: DemoModel TARGET.safetensors");
    return 2;
}

var watch = Stopwatch.StartNew();
var (parameters, vocabulary, labels) = DemoTraining.Train(epochDone: (epoch, validation) =>
    Console.Error.WriteLine($"epoch {epoch}: F1 {validation:F2} on the validation set after {watch.Elapsed.TotalSeconds:F1} s"));

Console.Error.WriteLine($"{parameters.Shape.ParameterCount} parameters, {vocabulary.Count} words, {labels.Count} labels");
var corpus = FlightRequests.Generate();
DemoTraining.Evaluate(parameters, corpus.Test, corpus).Write(Console.Out);
ElmanModel.Create(parameters, vocabulary, labels, new ModelProvenance("demo", "the built-in flight requests")).Save(target);
return 0;
