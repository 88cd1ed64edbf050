using CharityLink.Workers;

namespace CharityLink.Web.Mail;

/// <summary>Wakes this node's carrier when a mail was noted, so that nobody waits for the next round.</summary>
public sealed class MailBell : Bell;
