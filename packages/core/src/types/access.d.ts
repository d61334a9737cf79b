/** What an access link or grant allows. `manage` is for grants alone. */
export type Permission = 'view' | 'preview' | 'edit' | 'manage';
/** A secret link to one concept: who has its token sees, previews or edits, without an account. */
export interface AccessLink {
    readonly id: string;
    readonly permission: Exclude<Permission, 'manage'> | (string & {});
    /** ISO 8601, UTC; absent or null for a link that does not end. */
    readonly expires_at?: string | null;
    readonly created_at?: string;
    readonly description?: string;
    /** The secret. It goes behind a record's address as `?token=…`; keep it out of logs. */
    readonly token: string;
}
export interface AccessLinkInput {
    readonly permission: Exclude<Permission, 'manage'>;
    /** A day, `2026-12-31`. */
    readonly expires_at?: string;
    readonly description?: string;
}
/** Access that one account has to a concept. */
export interface AccessGrant {
    readonly permission: Permission | (string & {});
    readonly subject: {
        readonly type: 'user' | 'role' | 'system_role' | (string & {});
        readonly id: string;
    };
    readonly origin?: string | null;
}
export interface AccessGrantInput {
    readonly permission: Permission;
    readonly subject: {
        readonly type: 'user' | 'role' | 'system_role';
        readonly id: string;
    };
    /** A letter to the subject, sent with `notify`. */
    readonly message?: string;
    readonly notify?: boolean;
}
/** Who may ask for access to restricted files, and how. */
export interface AccessSettings {
    readonly allow_user_requests?: boolean;
    readonly allow_guest_requests?: boolean;
    /** HTML. */
    readonly accept_conditions_text?: string | null;
    /** Days until the links of accepted requests end, 0 to 365; 0 is never. */
    readonly secret_link_expiration?: number;
}
/** What is told to the owner of restricted files. */
export interface AccessRequestInput {
    readonly permission?: 'view';
    readonly email: string;
    readonly full_name: string;
    readonly message?: string;
    readonly consent_to_share_personal_data?: 'true' | 'false';
}
export interface Embargo {
    /** The day on which the files become public, `2027-01-31`; it has to lie ahead. */
    readonly until: string;
    readonly reason?: string;
}
