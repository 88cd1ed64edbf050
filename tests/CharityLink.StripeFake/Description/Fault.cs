namespace CharityLink.StripeFake.Description;

/// <summary>One thing that is wrong.</summary>
internal readonly record struct Fault(string Path, string What)
{
    public override string ToString() => $"{Path} {What}";
}
