namespace FastElman.Training;

/// <summary>Whose <c>random.shuffle</c>: for the same seed the two give different orders.</summary>
public enum PythonVersion
{
    /// <summary>Python 3, from 3.2 on.</summary>
    Python3,

    /// <summary>Python 2, for which the tutorial was written.</summary>
    Python2,
}
