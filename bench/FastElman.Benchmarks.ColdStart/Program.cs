using FastElman;

// With a model file: loads it, tags a sentence of eleven words, and ends. Without one it is the empty process to compare with.
if (args is [var path])
{
    var model = ElmanModel.Load(path);
    int[] words = [.. Enumerable.Range(0, 11)];
    var labels = new int[words.Length];
    new Tagger(model).Tag(words, labels);
    Console.WriteLine(labels[0]);
}

return 0;
