using System.Reflection;

namespace FastElman.Fixtures;

/// <summary>The public types of a package, for tests of what holds of all of them.</summary>
public static class PublicTypes
{
    /// <summary>The types that have instances and do not say in a text of their own what these are.</summary>
    public static IEnumerable<string> WithoutText(Assembly assembly) =>
        from type in assembly.GetExportedTypes()
        where (type.IsClass || type.IsValueType) && !type.IsEnum && !(type.IsAbstract && type.IsSealed)
        where !type.IsAssignableTo(typeof(Exception))
        let method = type.GetMethod(nameof(ToString), BindingFlags.Public | BindingFlags.Instance, [])
        where method.DeclaringType == typeof(object) || method.DeclaringType == typeof(ValueType)
        select type.Name;
}
