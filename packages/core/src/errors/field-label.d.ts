/**
 * A field's path in words: `metadata.creators.0.person_or_org.family_name` is "creator 1, family name".
 * Places in lists count from 1, as people do.
 */
export declare function fieldLabel(field: string): string;
