using CharityLink.Kernel;
using CharityLink.Network;

namespace CharityLink.Web.Network;

/// <summary>What a member of staff reaches in the console.</summary>
internal static class Areas
{
    /// <summary>The divisions whose things a caller reads; null: all of them.</summary>
    public static IReadOnlyList<DivisionCode>? Of(Caller caller) =>
        caller.Appointments.Any(held => held.Role == Role.Administrator) ? null : [.. caller.Appointments.Select(held => held.Division).Distinct()];

    /// <summary>Whether a caller may send a kind of command at a place: what no button offers, nobody is refused.</summary>
    public static bool May<TCommand>(this Caller caller, DivisionCode division, Guid? organisation) where TCommand : ICommand =>
        caller.May<TCommand>(new Place(division, organisation));

    /// <summary>The same at a place as a subject names it.</summary>
    public static bool May<TCommand>(this Caller caller, Place place) where TCommand : ICommand => AllowAttribute.Of(typeof(TCommand))?.Permits(caller, place) == true;

    /// <summary>Places by code or name in the caller's areas, for choosing one.</summary>
    public static IReadOnlyList<Division> Find(Divisions divisions, Caller caller, string text)
    {
        const int HitsMax = 30;
        var areas = Of(caller);
        var hits = DivisionCode.TryParse(text, out var code) && divisions.Find(code) is { } exact ? [exact] : divisions.Search(text, int.MaxValue);
        return [.. hits.Where(hit => areas is null || areas.Any(area => area.Contains(hit.Code))).Take(HitsMax)];
    }
}
