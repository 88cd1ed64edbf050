namespace CharityLink.Projects;

/// <summary>Which steps have to be proven before a project is carried out.</summary>
internal static class OwedSteps
{
    /// <summary>Those not proven whose money was let go, and those that what was raised still pays for. A step that nobody's money reaches keeps no project open for ever.</summary>
    public static IReadOnlyList<TStep> Of<TStep>(IReadOnlyList<TStep> steps, long raisedMinor, Func<TStep, (long Minor, bool IsReleased, bool IsProven)> look)
    {
        var (owed, left) = (new List<TStep>(), raisedMinor);
        foreach (var step in steps)
        {
            var (minor, isReleased, isProven) = look(step);
            left -= minor;
            // Money goes out in the order of the steps: behind one that is out of reach nothing is let go.
            if (left < 0 && !isReleased)
            {
                break;
            }

            if (!isProven)
            {
                owed.Add(step);
            }
        }

        return owed;
    }
}
