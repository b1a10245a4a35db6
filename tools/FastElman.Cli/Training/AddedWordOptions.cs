using System.CommandLine;
using System.CommandLine.Parsing;
using FastElman.Cli.Outputs;
using FastElman.Cli.Terminal;
using FastElman.Training;

namespace FastElman.Cli.Training;

/// <summary>The options of <c>patch</c> that name words and their neighbours.</summary>
internal sealed class AddedWordOptions
{
    private readonly Option<string[]> _like = new("--like")
    {
        HelpName = "WORD NEIGHBOUR[,NEIGHBOUR...]",
        Description = "A word, and known words whose embeddings its own is made of. More words: --like once more.",
        Arity = ArgumentArity.OneOrMore,
        AllowMultipleArgumentsPerToken = true,
    };

    private readonly Option<string?> _words = new("--words")
    {
        HelpName = "FILE",
        Description = "A file with a line for each word: the word, blanks, its neighbours with blanks between them. "
            + "A model with subwords needs no neighbours.",
    };

    public void AddTo(Command command)
    {
        command.Add(_like);
        command.Add(_words);
    }

    /// <summary>Names the file as what a command reads.</summary>
    public CommandFiles AddTo(CommandFiles files, ParseResult parsed) =>
        files.Reads(_words.Name, parsed.GetValue(_words));

    /// <summary>Reads the words, those of <c>--like</c> first.</summary>
    /// <exception cref="UsageException">There are none, or a <c>--like</c> has another number of values.</exception>
    /// <exception cref="CorpusFormatException">The file is no list of words.</exception>
    public IReadOnlyList<AddedWord> Read(ParseResult parsed)
    {
        AddedWord[] named = [.. Occurrences(parsed).Select(OfValues)];
        var file = parsed.GetValue(_words);
        return file is null && named.Length == 0
            ? throw new UsageException($"there are no words to add: name them with {_like.Name} or {_words.Name}")
            : file is null ? named : [.. named, .. VocabularyPatching.ReadWords(file)];
    }

    /// <summary>The values of each <c>--like</c>; the parser puts those of all into one list.</summary>
    private IEnumerable<string[]> Occurrences(ParseResult parsed)
    {
        var tokens = parsed.Tokens;
        for (var i = 0; i < tokens.Count; i++)
        {
            if (tokens[i].Type == TokenType.Option && tokens[i].Value == _like.Name)
            {
                yield return
                [
                    .. tokens.Skip(i + 1)
                        .TakeWhile(token => token.Type == TokenType.Argument)
                        .Select(token => token.Value),
                ];
            }
        }
    }

    private AddedWord OfValues(string[] values)
    {
        if (values is not [{ Length: > 0 } word, var neighbours])
        {
            throw new UsageException(
                $"{_like.Name} {string.Join(' ', values)}: it has two values, a word and its neighbours with commas "
                    + "between them; MODEL stands before it");
        }

        var list = neighbours.Split(',');
        return Array.IndexOf(list, string.Empty) < 0
            ? new AddedWord(word, list) { Place = new AddedWord.WordPlace($"{_like.Name} {word}") }
            : throw new UsageException(
                $"{_like.Name} {word} {neighbours}: a neighbour is empty: they are words with commas between them, "
                    + $"and words with commas in them stand in a file ({_words.Name})");
    }
}
