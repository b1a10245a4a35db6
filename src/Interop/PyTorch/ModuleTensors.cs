using FastElman.Files;

namespace FastElman.Interop.PyTorch;

/// <summary>
/// Which tensor of a state dict is which parameter of a tagger. The attributes of a module may have any names: the
/// recurrent layer is found by the names that nn.RNN gives its parameters, embedding and output layer by their shapes.
/// </summary>
internal sealed class ModuleTensors
{
    private readonly StateDict _dict;
    private readonly List<StateDictTensor> _left;

    /// <summary>Those that are left, by their names: a file may have many tensors.</summary>
    private readonly Dictionary<string, StateDictTensor> _byName = new(StringComparer.Ordinal);

    private readonly Dictionary<ModuleTensor, StateDictTensor> _found = [];

    private ModuleTensors(StateDict dict)
    {
        _dict = dict;
        _left = [.. dict.Tensors];
        foreach (var tensor in _left)
        {
            if (!_byName.TryAdd(tensor.Name, tensor))
            {
                throw tensor.Error("the state dict has two tensors of this name", "one");
            }
        }
    }

    /// <summary>The tensor of a parameter; null where the module has none.</summary>
    public StateDictTensor? this[ModuleTensor tensor] => _found.GetValueOrDefault(tensor);

    public bool IsBidirectional => _found.ContainsKey(ModuleTensor.BackwardInputWeight);

    public int Directions => IsBidirectional ? 2 : 1;

    /// <summary>The tensors that were found, none of them twice.</summary>
    public IEnumerable<StateDictTensor> Found => _found.Values;

    /// <summary>Finds all parameters.</summary>
    /// <param name="dict">The state dict.</param>
    /// <param name="names">Names of tensors, and of modules, by their roles: for what cannot be guessed.</param>
    /// <param name="window">Words in the window.</param>
    /// <param name="isJordan">Whether the state is that of the labels.</param>
    /// <exception cref="ModelFormatException">
    /// A parameter is missing or may be one of several, or a tensor has no place in a tagger.
    /// </exception>
    public static ModuleTensors Find(
        StateDict dict, IReadOnlyDictionary<string, string> names, int window, bool isJordan)
    {
        var tensors = new ModuleTensors(dict);
        tensors.TakeNamed(names);
        RecurrentTensors.Take(tensors, dict, names.GetValueOrDefault("rnn"), isJordan);
        FeedForwardTensors.Take(tensors, dict, names, window);
        tensors.RequireNothingLeft();
        foreach (var tensor in tensors.Found)
        {
            tensor.RequireReadable();
        }

        tensors.RequireSeparate();
        return tensors;
    }

    public bool Has(ModuleTensor tensor) => _found.ContainsKey(tensor);

    /// <summary>The tensors without a role yet.</summary>
    public IReadOnlyList<StateDictTensor> Left => _left;

    /// <summary>The tensor of a name that has no role yet; null where there is none.</summary>
    public StateDictTensor? LeftNamed(string name) => _byName.GetValueOrDefault(name);

    /// <summary>A module that the user named has no tensors.</summary>
    public ModelFormatException NoModule(string module) =>
        _dict.Error($"there is no module {module} with tensors that have no role yet", $"tensors {module}.…");

    /// <summary>Gives a tensor its role; null is none.</summary>
    public void Take(ModuleTensor role, StateDictTensor? tensor)
    {
        if (tensor is not null && !Has(role))
        {
            _found.Add(role, tensor);
            _left.Remove(tensor);
            _byName.Remove(tensor.Name);
        }
    }

    private void TakeNamed(IReadOnlyDictionary<string, string> names)
    {
        foreach (var (role, tensor) in ModuleTensorNames.Roles)
        {
            if (names.TryGetValue(role, out var name))
            {
                Take(tensor, LeftNamed(name)
                    ?? throw _dict.Error($"there is no tensor to be {role}, or it is another one already", name));
            }
        }
    }

    private void RequireNothingLeft()
    {
        if (_left.Count > 0)
        {
            throw new ModelFormatException(
                "a tagger of nn.Embedding, nn.RNN and nn.Linear has no place for it",
                _dict.File,
                _left[0].Name,
                "no other tensors than these, of one layer each: leave others out of the state dict that is saved",
                StateDict.Describe(_left));
        }
    }

    /// <summary>
    /// Refuses tensors that share values: each would be read, and together be more than the file has.
    /// </summary>
    private void RequireSeparate()
    {
        StateDictTensor[] all = [.. Found];
        for (var i = 0; i < all.Length; i++)
        {
            if (all.AsSpan(0, i).ToArray().FirstOrDefault(all[i].SharesDataWith) is { } other)
            {
                throw all[i].Error(
                    "it shares values with another tensor",
                    "values of its own: save {name: tensor.clone() for name, tensor in state_dict.items()}",
                    other.Name);
            }
        }
    }
}
